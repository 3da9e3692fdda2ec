namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>Can be as new, so that no other needs to be made.</summary>
internal interface IForgetful
{
    /// <summary>Makes it as new.</summary>
    void Forget();
}
