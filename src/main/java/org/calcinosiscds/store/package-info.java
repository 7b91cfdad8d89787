/** The database: what clinicians did with cards, which tokens were seen, and the secrets that replicas share. */
@NullMarked
package org.calcinosiscds.store;

import org.jspecify.annotations.NullMarked;
