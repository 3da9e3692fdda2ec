namespace Sluice.Core.Stages.Keyframes;

/// <summary>What a stage's appearance vectors are: those of different spaces cannot be compared.</summary>
/// <param name="Name">Its name, with the hash of the model where a model makes part of them.</param>
/// <param name="Length">Numbers in a vector.</param>
internal sealed record AppearanceSpace(string Name, int Length)
{
    /// <summary>Of the plain features alone.</summary>
    public static AppearanceSpace Plain { get; } = new("appearance-3", AppearanceFeatures.Length);

    /// <summary>Of the plain features and what a model says of the whole frame.</summary>
    /// <param name="sha256">Of the model's file.</param>
    public static AppearanceSpace With(string sha256)
        => new($"{Plain.Name}+{sha256[..16]}", AppearanceFeatures.Length + AppearanceMetric.LearnedLength);
}
