/** Assesses the patients of a Bulk Data export on Apache Spark. */
@NullMarked
package org.calcinosiscds.population;

import org.jspecify.annotations.NullMarked;
