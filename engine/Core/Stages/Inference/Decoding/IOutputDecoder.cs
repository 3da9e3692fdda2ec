namespace Sluice.Core.Stages.Inference.Decoding;

/// <summary>Reads one family's output tensor.</summary>
internal interface IOutputDecoder
{
    /// <summary>Finds the candidates of one image.</summary>
    /// <param name="output">The whole output of a run, float32, row-major; finite.</param>
    /// <param name="shape">Its shape; <see cref="OutputShapes"/> found that it fits the family.</param>
    /// <param name="item">Which image of the batch.</param>
    /// <param name="threshold">Least score to take.</param>
    /// <param name="into">Takes them; not cleared before.</param>
    void Decode(ReadOnlySpan<float> output, ReadOnlySpan<long> shape, int item, float threshold, CandidateList into);
}
