namespace Sluice.Core.Scene.Lighting;

/// <summary>One colour as the planes hold it.</summary>
internal readonly record struct Yuv(byte Y, byte U, byte V);
