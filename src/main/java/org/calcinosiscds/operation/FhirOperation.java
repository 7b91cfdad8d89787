package org.calcinosiscds.operation;

/** Marks a bean whose methods are operations of the FHIR endpoint, by HAPI's annotations. */
interface FhirOperation {}
