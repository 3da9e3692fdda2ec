using Sluice.Core.Stages.Flow;

namespace Sluice.Core.Stages.Decode.Selection;

/// <summary>A stage whose choice among a source's frames is made before decoding.</summary>
/// <param name="Stage">A <c>sample</c> stage, or one that runs a model on every so many frames.</param>
/// <param name="Options">Which frames it chooses.</param>
public sealed record PushedChoice(string Stage, SampleOptions Options);
