/** Load and faults against the service as a process of its own: {@code mvn -Pfault verify}. Figures go to target/fault/figures.md. */
@NullMarked
package org.calcinosiscds.fault;

import org.jspecify.annotations.NullMarked;
