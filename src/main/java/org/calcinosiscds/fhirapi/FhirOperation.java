package org.calcinosiscds.fhirapi;

/** Marks a bean whose methods are operations of the FHIR endpoint, by HAPI's annotations. */
public interface FhirOperation {}
