using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode.Selection;

/// <summary>A frame that the gate looked at, handed on as it is.</summary>
/// <param name="Picture">The frame; whoever takes it returns it.</param>
/// <param name="Index">How many frames of the source come before it.</param>
/// <param name="Stages">Which samplers want it, a bit for each; all where there are none.</param>
internal sealed record GivenFrame(AvFrame Picture, long Index, ulong Stages);
