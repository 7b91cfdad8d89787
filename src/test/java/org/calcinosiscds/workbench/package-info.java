@NullMarked
package org.calcinosiscds.workbench;

import org.jspecify.annotations.NullMarked;
