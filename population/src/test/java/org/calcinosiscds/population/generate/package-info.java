@NullMarked
package org.calcinosiscds.population.generate;

import org.jspecify.annotations.NullMarked;
