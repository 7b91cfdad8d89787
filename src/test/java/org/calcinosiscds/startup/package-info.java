@NullMarked
package org.calcinosiscds.startup;

import org.jspecify.annotations.NullMarked;
