namespace Sluice.Core.Stages.Decode.Sessions;

/// <summary>A session that did not pass its checks.</summary>
/// <param name="reason">What is wrong with which of its files.</param>
internal sealed class BadSessionException(string reason) : Exception(reason);
