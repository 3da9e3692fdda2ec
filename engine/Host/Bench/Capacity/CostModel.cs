namespace Sluice.Host.Bench.Capacity;

/// <summary>What a camera costs in CPU seconds a second: a part that does not depend on its rate (models behind a <c>sample</c>), a part a frame,
/// and a part a frame and million pixels. From it follows how many fit.</summary>
/// <param name="PerCamera">CPU seconds a camera and second, whatever it sends.</param>
/// <param name="PerFrame">CPU seconds a frame.</param>
/// <param name="PerMegapixel">CPU seconds a frame and million pixels.</param>
/// <param name="UsableCores">Of each core, the part that the largest number of cameras that holds would use if frames cost what they do with few.</param>
/// <param name="InferenceShare">Of a camera's cost, the part spent in models.</param>
internal sealed record CostModel(double PerCamera, double PerFrame, double PerMegapixel, double UsableCores, double InferenceShare)
{
    private const int Unknowns = 3, Steps = 20_000;

    /// <summary>CPU seconds a second of one camera.</summary>
    /// <param name="fps">Frames a second.</param>
    /// <param name="megapixels">Million pixels a frame.</param>
    /// <param name="model">What a run of the model costs against that of the one measured; 1 for the same.</param>
    public double Cost(double fps, double megapixels, double model = 1) => (PerCamera + (fps * (PerFrame + (PerMegapixel * megapixels)))) * (1 + (InferenceShare * (model - 1)));

    /// <summary>How many cameras fit.</summary>
    /// <param name="fps">Frames a second each.</param>
    /// <param name="megapixels">Million pixels a frame.</param>
    /// <param name="cores">Cores of the box.</param>
    /// <param name="model">What a run of the model costs against that of the one measured; 1 for the same.</param>
    public int Cameras(double fps, double megapixels, double cores, double model = 1)
    {
        var cost = Cost(fps, megapixels, model);
        return cost <= 0 ? 0 : (int)Math.Max(0, Math.Floor(UsableCores * cores / cost));
    }

    /// <summary>Fits it to measured costs; no part is below nothing.</summary>
    /// <param name="points">Rate, million pixels and CPU seconds a camera and second; one point will do, more tell the parts apart.</param>
    /// <param name="usable">See <see cref="UsableCores"/>.</param>
    /// <param name="inference">See <see cref="InferenceShare"/>.</param>
    public static CostModel Fit(IReadOnlyList<CostPoint> points, double usable, double inference)
    {
        // Least squares of relative errors by coordinate descent, held at zero from below: three unknowns, a handful of points.
        // What never varied can't be told apart: all of it then counts as cost of a frame.
        var x = new double[Unknowns];
        bool[] known = [points.Select(static p => p.Fps).Distinct().Count() > 1, true, points.Select(static p => p.Megapixels).Distinct().Count() > 1];
        for (var step = 0; step < Steps; step++)
        {
            for (var j = 0; j < Unknowns; j++)
            {
                if (!known[j]) continue;
                double top = 0, bottom = 0;
                foreach (var point in points)
                {
                    var rest = 1.0;
                    for (var other = 0; other < Unknowns; other++)
                        if (other != j) rest -= x[other] * Term(point, other);
                    top += rest * Term(point, j);
                    bottom += Term(point, j) * Term(point, j);
                }

                x[j] = bottom > 0 ? Math.Max(0, top / bottom) : 0;
            }
        }

        return new(x[0], x[1], x[2], usable, inference);
    }

    private static double Term(CostPoint point, int j) => (j switch { 0 => 1, 1 => point.Fps, _ => point.Fps * point.Megapixels }) / point.Cost;
}
