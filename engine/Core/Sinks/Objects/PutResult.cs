namespace Sluice.Core.Sinks.Objects;

/// <summary>What became of an object that was to be put.</summary>
internal enum PutResult
{
    /// <summary>It is there now.</summary>
    Written,

    /// <summary>The same content was there already: an earlier try got through.</summary>
    Same,

    /// <summary>Another object has the key; it was left as it is.</summary>
    Taken,
}
