namespace Sluice.Core.Stages.Inference.Decoding;

/// <summary>Reads a classifier: family <c>classifier</c>, [n, classes]. Softmax unless the card says otherwise. Allocates nothing.</summary>
/// <param name="model">The model; of family <c>classifier</c>.</param>
internal sealed class ClassHead(DetectionModel model)
{
    private readonly ClassReader _classes = model.Family == ModelFamily.Classifier
        ? ClassReader.Of(model.Signature, Activation.Softmax)
        : throw new ModelException($"Model '{model.Id}' is of family {model.FamilyName}; a classifier is wanted.");

    /// <summary>The best class of an image.</summary>
    /// <param name="outputs">What a run gave.</param>
    /// <param name="item">Which image of the batch.</param>
    /// <returns>The class, the background not counted, and its confidence, 0 to 1; class and
    /// confidence -1 when a number is none (NaN or infinite).</returns>
    public (int ClassId, float Score) Top(OutputSet outputs, int item)
        => outputs.IsFinite(item) ? _classes.Best(outputs.Item(0, item), float.NegativeInfinity) : (-1, -1);
}
