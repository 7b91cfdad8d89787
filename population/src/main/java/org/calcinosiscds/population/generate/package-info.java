/** Writes exports of synthetic patients, of any size, for trials and tests. */
@NullMarked
package org.calcinosiscds.population.generate;

import org.jspecify.annotations.NullMarked;
