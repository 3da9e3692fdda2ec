using System.Runtime.InteropServices;

namespace Sluice.Native.Cuda;

/// <summary>A model's input as <c>Kernels/letterbox.cu</c> writes it; the same for all pictures of a batch.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct LetterboxLayout
{
    /// <summary>Columns.</summary>
    public int Width { get; init; }

    /// <summary>Rows.</summary>
    public int Height { get; init; }

    /// <summary>3 for colour, 1 for grey.</summary>
    public int Channels { get; init; }

    /// <summary>0 float32, 1 float16, 2 uint8.</summary>
    public int Element { get; init; }

    /// <summary>1 where the channels of a pixel lie side by side.</summary>
    public int Interleaved { get; init; }

    /// <summary>1 where the resize rounds to levels.</summary>
    public int Levels { get; init; }

    /// <summary>1 where channel 0 is blue.</summary>
    public int Swapped { get; init; }

    /// <summary>1 for bytes as they are: <see cref="Element"/> 2, no factors.</summary>
    public int Plain { get; init; }

    /// <summary>Factor that leaves a sample of packed colours as it is.</summary>
    public int Whole { get; init; }

    /// <summary>Factor of red in grey.</summary>
    public int GrayRed { get; init; }

    /// <summary>Factor of green in grey.</summary>
    public int GrayGreen { get; init; }

    /// <summary>Factor of blue in grey.</summary>
    public int GrayBlue { get; init; }

    /// <summary>Factor of channel 0, on 1/64 of a level.</summary>
    public float Multiply0 { get; init; }

    /// <summary>Factor of channel 1.</summary>
    public float Multiply1 { get; init; }

    /// <summary>Factor of channel 2.</summary>
    public float Multiply2 { get; init; }

    /// <summary>Added to channel 0 after the factor.</summary>
    public float Add0 { get; init; }

    /// <summary>Added to channel 1.</summary>
    public float Add1 { get; init; }

    /// <summary>Added to channel 2.</summary>
    public float Add2 { get; init; }

    /// <summary>Channel 0 of the border, normalised.</summary>
    public float Border0 { get; init; }

    /// <summary>Channel 1 of the border.</summary>
    public float Border1 { get; init; }

    /// <summary>Channel 2 of the border.</summary>
    public float Border2 { get; init; }
}
