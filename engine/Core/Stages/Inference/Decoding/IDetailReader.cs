using Sluice.Abstractions;
using Sluice.Core.Stages.Inference.Preprocessing;

namespace Sluice.Core.Stages.Inference.Decoding;

/// <summary>Reads what a model tells of an object besides its box, once suppression has kept it.</summary>
internal interface IDetailReader
{
    /// <summary>Reads it.</summary>
    /// <param name="outputs">What the run gave.</param>
    /// <param name="item">Which image of the batch.</param>
    /// <param name="row">The object's place in the output: <see cref="CandidateList.Rows"/>.</param>
    /// <param name="box">Its box in the displayed frame.</param>
    /// <param name="placement">Where the frame lies in the input.</param>
    ObjectDetails? Read(OutputSet outputs, int item, int row, in BoundingBox box, in Placement placement);
}
