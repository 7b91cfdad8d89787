/** A second reading of the specification of the product, and random patients to compare it with the CQL. */
@org.jspecify.annotations.NullMarked
package org.calcinosiscds.oracle;
