using System.Runtime.Intrinsics;

namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>How samples of one depth are read and multiplied by factors of 1/8192.</summary>
internal interface ISampleKind
{
    /// <summary>What <see cref="At"/> and its kin count for one 8-bit level.</summary>
    static abstract int Unit { get; }

    /// <summary>Sixteen samples.</summary>
    static abstract Vector256<short> Sixteen(ref byte row, int at);

    /// <summary>Eight samples.</summary>
    static abstract Vector128<short> Eight(ref byte row, int at);

    /// <summary>One sample.</summary>
    static abstract int At(ReadOnlySpan<byte> row, int at);

    /// <summary>Samples times a factor, in 8-bit levels.</summary>
    static abstract Vector256<short> Times(Vector256<short> samples, Vector256<short> factor);

    /// <summary>Samples times a factor, in 8-bit levels.</summary>
    static abstract Vector128<short> Times(Vector128<short> samples, Vector128<short> factor);

    /// <summary>A sample times a factor, in 8-bit levels.</summary>
    static abstract int Times(int sample, int factor);

    /// <summary>What chroma adds to green: both samples times their factors.</summary>
    static abstract Vector256<short> Green(Vector256<short> u, Vector256<short> v, in YuvCoefficients by);

    /// <summary>What chroma adds to green: both samples times their factors.</summary>
    static abstract Vector128<short> Green(Vector128<short> u, Vector128<short> v, in YuvCoefficients by);

    /// <summary>What chroma adds to green: both samples times their factors.</summary>
    static abstract int Green(int u, int v, in YuvCoefficients by);
}
