package org.calcinosiscds.workbench;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;

/** Only where authoring mode is on and content of a folder is served, as for {@code FollowedContent}. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ConditionalOnExpression("${calcinosis.authoring.enabled:false} and !'${calcinosis.content.folder:}'.isBlank()")
@interface InAuthoringMode {}
