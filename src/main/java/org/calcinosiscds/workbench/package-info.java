/** The page for authors: cards of a case, why they are shown, and what changes when its record does. Only in authoring mode. */
@NullMarked
package org.calcinosiscds.workbench;

import org.jspecify.annotations.NullMarked;
