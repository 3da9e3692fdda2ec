using Sluice.Abstractions;

namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>What pictures must share to be resampled alike.</summary>
internal readonly record struct PictureKind(
    int Width, int Height, int Rotation, PixelFormat Format, ColorRange Range, ColorMatrix Matrix);
