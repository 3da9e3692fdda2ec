namespace Sluice.Host.Bench.Scaling;

/// <summary>Which way memory went over a soak.</summary>
internal enum SoakWay
{
    /// <summary>With 95 % confidence an hour adds less than what counts as flat.</summary>
    Flat,

    /// <summary>With 95 % confidence an hour adds more.</summary>
    Rises,

    /// <summary>It varies too much, or was watched too shortly, to tell.</summary>
    Unknown,
}
