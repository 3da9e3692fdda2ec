using Sluice.Core.Stages.Flow;

namespace Sluice.Core.Stages.Decode.Selection;

/// <summary>What a graph leaves to a source to choose before decoding, because it would let go of the rest at once.</summary>
/// <param name="Stage">The <c>sample</c> stage whose choice it is.</param>
/// <param name="Options">That stage's options.</param>
public sealed record Pushdown(string Stage, SampleOptions Options);
