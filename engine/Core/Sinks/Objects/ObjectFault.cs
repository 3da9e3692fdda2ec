namespace Sluice.Core.Sinks.Objects;

/// <summary>Whose fault it is that a store did not do what it was asked.</summary>
internal enum ObjectFault
{
    /// <summary>Nobody answered in time.</summary>
    Network,

    /// <summary>The store has trouble, or asks for patience.</summary>
    Server,

    /// <summary>There are no credentials, or the store does not take them, or they do not allow it.</summary>
    Credentials,

    /// <summary>There is no such bucket or folder, or it lies in another region.</summary>
    Bucket,

    /// <summary>There is no such object.</summary>
    Missing,

    /// <summary>The key is taken.</summary>
    Exists,

    /// <summary>The store does not do what it was asked, and will not when it is asked again.</summary>
    Refused,
}
