namespace Sluice.Host.Bench;

/// <summary>What the keyframes stage chose of a clip.</summary>
/// <param name="Clip">File name.</param>
/// <param name="Frames">Indices of the frames chosen, in order.</param>
/// <param name="Offered">Frames of the clip.</param>
/// <param name="MeanUs">CPU-bound time in the stage a frame, in microseconds: looking, and compressing the pictures of candidates.</param>
/// <param name="Reasons">Why each was chosen, by name; in the order of <paramref name="Frames"/>.</param>
internal sealed record KeyframeReading(string Clip, IReadOnlyList<long> Frames, long Offered, double MeanUs, IReadOnlyList<IReadOnlyDictionary<string, double>> Reasons);
