namespace Sluice.Core.Stages.Inference.Decoding;

/// <summary>Reads one family's outputs.</summary>
internal interface IOutputDecoder
{
    /// <summary>Finds the candidates of one image.</summary>
    /// <param name="outputs">What a run gave, in the family's order; its shapes fit the family, its numbers are finite.</param>
    /// <param name="item">Which image of the batch.</param>
    /// <param name="threshold">Least score to take.</param>
    /// <param name="into">Takes them, boxes in pixels of the input; not cleared before.</param>
    void Decode(OutputSet outputs, int item, float threshold, CandidateList into);
}
