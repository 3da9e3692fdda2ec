namespace Sluice.Core.Stages.Keyframes.Report;

/// <summary>How many different frames a set amounts to: exp of the entropy of its similarities' eigenvalues. n alike are 1, n unlike are n.</summary>
internal static class VendiNumber
{
    // More say nothing new, and cost n cubed.
    private const int Most = 256, Sweeps = 12;

    /// <summary>Counts.</summary>
    /// <param name="vectors">Of one length.</param>
    /// <param name="width">Distance at which two frames are about as different as not; the kernel's width.</param>
    public static double Of(IReadOnlyList<float[]> vectors, double width)
    {
        var n = Math.Min(vectors.Count, Most);
        if (n == 0) return 0;
        var kernel = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                // Evenly from all where there are too many.
                var (a, b) = (vectors[(int)((long)i * vectors.Count / n)], vectors[(int)((long)j * vectors.Count / n)]);
                kernel[i, j] = kernel[j, i] = Math.Exp(-VectorMath.SquaredDistance(a, b) / ((2 * width * width) + 1e-12)) / n;
            }
        }

        var entropy = 0.0;
        foreach (var value in Eigenvalues(kernel, n))
            if (value > 1e-12) entropy -= value * Math.Log(value);
        return Math.Exp(entropy) * vectors.Count / n;
    }

    // Jacobi's rotations: slow and sure, for a symmetric matrix of a few hundred rows.
    private static IEnumerable<double> Eigenvalues(double[,] m, int n)
    {
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            var off = 0.0;
            for (var p = 0; p < n; p++)
                for (var q = p + 1; q < n; q++)
                {
                    off += m[p, q] * m[p, q];
                    Rotate(m, n, p, q);
                }

            if (off < 1e-18) break;
        }

        return Enumerable.Range(0, n).Select(i => m[i, i]);
    }

    private static void Rotate(double[,] m, int n, int p, int q)
    {
        if (Math.Abs(m[p, q]) < 1e-15) return;
        var theta = (m[q, q] - m[p, p]) / (2 * m[p, q]);
        var t = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
        var c = 1 / Math.Sqrt((t * t) + 1);
        var s = t * c;
        for (var k = 0; k < n; k++)
        {
            var (kp, kq) = (m[k, p], m[k, q]);
            (m[k, p], m[k, q]) = ((c * kp) - (s * kq), (s * kp) + (c * kq));
        }

        for (var k = 0; k < n; k++)
        {
            var (pk, qk) = (m[p, k], m[q, k]);
            (m[p, k], m[q, k]) = ((c * pk) - (s * qk), (s * pk) + (c * qk));
        }
    }
}
