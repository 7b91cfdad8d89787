package org.calcinosiscds.feedback;

import java.time.Clock;
import java.util.function.Supplier;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.calcinosiscds.store.IsStoreEnabled;
import org.calcinosiscds.store.Store;
import org.calcinosiscds.store.StoreSettings;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FeedbackSettings.class)
class FeedbackConfiguration {
    @Bean
    Secrets feedbackSecrets(FeedbackSettings settings, ObjectProvider<Store> store, Clock clock) {
        return new Secrets(settings, store.getIfAvailable(), clock);
    }

    @Bean
    CardIds cardIds(Secrets secrets, FeedbackSettings settings, Clock clock) {
        return new CardIds(secrets, settings, clock);
    }

    @Bean(destroyMethod = "close")
    IssuedCards givenCards(ObjectProvider<Store> store, Secrets secrets, CardIds ids, Clock clock) {
        return new IssuedCards(store.getIfAvailable(), secrets, ids, clock);
    }

    @Bean
    FeedbackStore feedbackStore(
            ObjectProvider<Store> store, IssuedCards cards, FeedbackSettings settings, Clock clock) {
        return new FeedbackStore(store.getIfAvailable(), cards, settings, clock);
    }

    @Bean
    Snoozes snoozes(ObjectProvider<Store> store, StoreSettings settings, CardIds ids, KnowledgeBase knowledge) {
        return new Snoozes(store.getIfAvailable(), ids, SnoozeTimes.of(knowledge), settings.maxWait());
    }

    /** Made when it is asked for, by the warm-up alone. */
    @Bean
    Supplier<ScratchFeedback> scratchFeedback(
            StoreSettings settings, FeedbackSettings feedback, KnowledgeBase knowledge, Clock clock) {
        return () -> new ScratchFeedback(settings, feedback, knowledge, clock);
    }

    @Bean
    @Conditional(IsStoreEnabled.class)
    FeedbackEndpoint feedbackEndpoint(Store store, JsonMapper mapper, Clock clock) {
        return new FeedbackEndpoint(store, mapper, clock);
    }

    @Bean
    OverrideReasons overrideReasons(KnowledgeBase knowledge) {
        return new OverrideReasons(knowledge);
    }
}
