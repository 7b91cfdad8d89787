/** Recognises medicines and conditions by their codes and names, from the name tables of the knowledge base, and counts what it did not recognise. */
@NullMarked
package org.calcinosiscds.recognition;

import org.jspecify.annotations.NullMarked;
