/** CDS Hooks 2.0.1: discovery, hook calls, prefetch, cards, and the answer to every call that goes wrong. */
@NullMarked
package org.calcinosiscds.cdshooks;

import org.jspecify.annotations.NullMarked;
