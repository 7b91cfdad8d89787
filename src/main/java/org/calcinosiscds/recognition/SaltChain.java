package org.calcinosiscds.recognition;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The words of a text that belong to one ingredient: its name, the words of its salt and what links them, as in "clorhidrato de
 * diltiazem" or "warfarin (as sodium)". Fed in the order of the text.
 *
 * <p>Some ingredients are salts themselves, such as calcium carbonate or sodium phosphate. Their names also stand for the salt of
 * another medicine: "dexamethasone sodium phosphate" is dexamethasone and no phosphate.
 */
final class SaltChain {
    private final Set<String> saltIngredients;
    private @Nullable Set<String> name;
    private boolean isLinked;
    private boolean isWaitingForName;
    private boolean isSaltWaiting;
    private boolean isClear = true;

    /** @param saltIngredients ingredients that are salts themselves */
    SaltChain(Set<String> saltIngredients) {
        this.saltIngredients = saltIngredients;
    }

    /** @param codes ingredients that the name stands for */
    void name(Set<String> codes) {
        boolean isSalt = isSaltIngredient(codes);
        if (name != null && !name.containsAll(codes) && (isSalt || (isLinked && isSaltIngredient(name)))) {
            isClear = false;
        }
        if (isSalt && isSaltWaiting) {
            isClear = false; // "Sodium potassium phosphate" names two salts.
        }
        name = codes;
        isLinked = false;
        isWaitingForName = false;
        isSaltWaiting = false;
    }

    /** A word of a salt: "hydrochloride". */
    void salt() {
        if (name == null) {
            isWaitingForName = true;
            isSaltWaiting = true;
        } else if (isSaltIngredient(name)) {
            isClear = false;
        }
    }

    /** A word of the water in a salt: "dihydrate". It makes no other salt of a salt. */
    void hydrate() {
        isWaitingForName |= name == null;
    }

    /** A word that links a name and its salt: "de", "as". */
    void link() {
        isLinked = true;
    }

    /** Any other word, a number or a sign that separates: what follows belongs to another ingredient. */
    void end() {
        isClear &= !isWaitingForName;
        name = null;
        isLinked = false;
        isWaitingForName = false;
        isSaltWaiting = false;
    }

    /** Whether each word of a salt stood beside a name, and each name certainly was that of an ingredient. */
    boolean isClear() {
        return isClear && !isWaitingForName;
    }

    private boolean isSaltIngredient(Set<String> codes) {
        return saltIngredients.containsAll(codes);
    }
}
