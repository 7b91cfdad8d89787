package org.calcinosiscds;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.support.StaticApplicationContext;
import org.springframework.mock.env.MockEnvironment;

class ManagementPortTests {
    @ParameterizedTest
    @CsvSource({"8080, 9080", "0, 0", "64535, 65535", "64536, 63536"})
    void managementHasAPortOfItsOwnOnLoopback(int service, int management) {
        MockEnvironment environment = started(new MockEnvironment().withProperty("server.port", "" + service));

        assertThat(environment.getProperty("management.server.port", Integer.class))
                .isEqualTo(management);
        assertThat(environment.getProperty("management.server.address")).isEqualTo("127.0.0.1");
    }

    @Test
    void settingsWin() {
        MockEnvironment environment = started(new MockEnvironment()
                .withProperty("management.server.port", "9999")
                .withProperty("management.server.address", "10.0.0.1"));

        assertThat(environment.getProperty("management.server.port")).isEqualTo("9999");
        assertThat(environment.getProperty("management.server.address")).isEqualTo("10.0.0.1");
    }

    @Test
    void managementOnThePortOfTheServiceHasNoAddress() {
        MockEnvironment environment = started(new MockEnvironment().withProperty("management.server.port", "8080"));

        assertThat(environment.getProperty("management.server.address")).isNull();
    }

    private static MockEnvironment started(MockEnvironment environment) {
        StaticApplicationContext context = new StaticApplicationContext();
        context.setEnvironment(environment);
        new ManagementPort().initialize(context);
        return environment;
    }
}
