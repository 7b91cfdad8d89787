package org.calcinosiscds.cdshooks;

class SqliteFeedbackTests extends FeedbackContract {}
