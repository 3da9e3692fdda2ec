namespace Sluice.Host.Bench;

/// <summary>What decoding a clip for a graph took.</summary>
/// <param name="Clip">The file's name.</param>
/// <param name="Codec">FFmpeg's name of the codec.</param>
/// <param name="Graph">What the graph lets the source leave out.</param>
/// <param name="Frames">Frames that arrived.</param>
/// <param name="Pictures">Frames that were handed on with their picture.</param>
/// <param name="CpuMs">CPU time of the process, the median of the rounds.</param>
/// <param name="TimesLess">How many times less that is than decoding everything.</param>
/// <param name="Difference">Mean difference of the luma levels, 0 to 255, of pictures that both gave in the same size.</param>
internal sealed record DecodeResult(string Clip, string Codec, string Graph, long Frames, long Pictures, double CpuMs, double TimesLess, double Difference);
