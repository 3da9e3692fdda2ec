using Sluice.Abstractions;

namespace Sluice.Core.Stages.Inference.Device;

/// <summary>Where a picture's planes lie in a device's memory.</summary>
/// <param name="First">Luma, grey or packed colours.</param>
/// <param name="Second">U, or U and V in turns.</param>
/// <param name="Third">V.</param>
/// <param name="FirstStride">Bytes from row to row.</param>
/// <param name="SecondStride">Bytes from row to row.</param>
/// <param name="ThirdStride">Bytes from row to row.</param>
/// <param name="IsP010">Ten bits in the upper part of words, U and V in turns; its <see cref="PixelFormat"/> is <see cref="PixelFormat.Yuv420P10"/>.</param>
internal readonly record struct DeviceSamples(
    ulong First, ulong Second, ulong Third, int FirstStride, int SecondStride, int ThirdStride, bool IsP010 = false);
