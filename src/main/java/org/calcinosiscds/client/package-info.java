/** The CDS clients: who may call, how they prove who they are, where their FHIR servers and their users' browsers are. */
@NullMarked
package org.calcinosiscds.client;

import org.jspecify.annotations.NullMarked;
