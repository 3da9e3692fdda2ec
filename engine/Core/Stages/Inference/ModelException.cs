namespace Sluice.Core.Stages.Inference;

/// <summary>A model that cannot be used as its card says, or that gave what no picture should make it give.</summary>
/// <param name="message">Names the model and the tensor, what was found and what was expected.</param>
/// <param name="cause">What lies behind it, if anything.</param>
public sealed class ModelException(string message, Exception? cause = null) : Exception(message, cause);
