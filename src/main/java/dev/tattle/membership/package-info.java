/**
 * Which members are alive, suspected, dead or gone: SWIM with Lifeguard.
 *
 * <p>Sources: Das, Gupta, Motivala, "SWIM: Scalable Weakly-consistent Infection-style Process Group
 * Membership Protocol" (2002); Dadgar, Phillips, Currey, "Lifeguard: Local Health Awareness for
 * More Accurate Failure Detection" (2018). Defaults are those of HashiCorp's memberlist, unless
 * {@link dev.tattle.membership.MembershipSettings} says why not. All of it is pure state machines.
 *
 * <p>It must not know what members do together, nor how messages find an address.
 *
 * <p>Begin with {@link dev.tattle.membership.Membership}.
 */
@NullMarked
package dev.tattle.membership;

import org.jspecify.annotations.NullMarked;
