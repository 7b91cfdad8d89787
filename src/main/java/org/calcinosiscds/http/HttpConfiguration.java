package org.calcinosiscds.http;

import org.calcinosiscds.limit.FairSemaphore;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AdmissionSettings.class)
class HttpConfiguration {
    /**
     * For reading and assessing hook calls. Without it all calls that were taken on would share the processors: each would take as long
     * as all of them, and refusals would have to wait, too. One more than there are processors, because some calls wait for the store.
     */
    @Bean
    FairSemaphore processorPermits() {
        return new FairSemaphore(Runtime.getRuntime().availableProcessors() + 1);
    }
}
