namespace Sluice.Core.Graph;

/// <summary>Why a source was lost or could not be opened: a code that dashboards and scripts can count. <see cref="FaultReasons.SideOf"/>
/// says whose fault it is.</summary>
public enum FaultReason
{
    /// <summary>Nothing was wrong so far.</summary>
    None,

    /// <summary>The host's name does not resolve.</summary>
    NameNotResolved,

    /// <summary>Nobody answers at the address, or there is no way to it.</summary>
    Unreachable,

    /// <summary>The address refuses the connection.</summary>
    Refused,

    /// <summary>The connection broke.</summary>
    ConnectionLost,

    /// <summary>The certificate is not trusted, or the two sides found no common encryption.</summary>
    TlsFailed,

    /// <summary>The server did not finish its answer in time.</summary>
    OpenTimeout,

    /// <summary>The stream was open and nothing whole came within the time-out, a trickle of bytes included.</summary>
    ReadTimeout,

    /// <summary>User or password are wrong, or access is forbidden.</summary>
    Unauthorized,

    /// <summary>The server does not know the path.</summary>
    NotFound,

    /// <summary>The server answered with another error.</summary>
    ServerError,

    /// <summary>The server ended the stream.</summary>
    StreamEnded,

    /// <summary>What came could not be understood.</summary>
    InvalidData,

    /// <summary>There is no video in it.</summary>
    NoVideo,

    /// <summary>The codec, profile or pixel format is not supported here.</summary>
    Unsupported,

    /// <summary>No intra frame came for so long that nothing could be decoded.</summary>
    NoIntraFrame,

    /// <summary>The stream made the decoder fail or start again too often; it is left alone for a while.</summary>
    DecoderStorm,

    /// <summary>Decoding does not keep up with what the camera sends.</summary>
    HostOverload,

    /// <summary>A native call did not come back after its deadline and was left behind.</summary>
    CallStuck,

    /// <summary>The file or folder is not there or cannot be read.</summary>
    FileFault,

    /// <summary>A recording session did not pass its checks.</summary>
    BadSession,

    /// <summary>Something else; the message says what.</summary>
    Other,
}
