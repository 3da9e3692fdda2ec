namespace Sluice.Core.Stages.Keyframes.Keeping;

/// <summary>A picture that was discarded and is still on disk.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Bytes">Its bytes.</param>
internal readonly record struct GonePicture(string Key, long Bytes);
