namespace Sluice.Host.Bench;

/// <summary>What <c>bench keyframes</c> is asked to do.</summary>
/// <param name="Clips">The clips.</param>
/// <param name="Count">Frames to choose of each, or of all together.</param>
/// <param name="To">Folder for one list a clip; null writes none.</param>
/// <param name="Together">Whether the clips are the sources of one graph with one budget; otherwise each has a run of its own.</param>
/// <param name="WithTruth">Whether objects are read from the file beside each clip: JSON lines of truth, or <c>frame,track,class</c>.</param>
/// <param name="Sets">Further options of the stage, each <c>key=value</c>.</param>
/// <param name="Embedding">A model whose vector of the whole frame counts too; null for none.</param>
internal sealed record KeyframeBenchOptions(
    IReadOnlyList<string> Clips, int Count, string? To, bool Together, bool WithTruth, IReadOnlyList<string> Sets, string? Embedding);
