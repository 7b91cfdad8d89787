@NullMarked
package org.calcinosiscds.population;

import org.jspecify.annotations.NullMarked;
