namespace Sluice.Core.Stages.Keyframes;

/// <summary>A source's part of a budget that all share.</summary>
/// <param name="Count">How many frames it may keep.</param>
/// <param name="Together">With whom it chooses them; whoever does not has to leave it.</param>
internal sealed record SharedGrant(int Count, JointChoice Together);
