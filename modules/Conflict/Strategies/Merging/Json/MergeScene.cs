using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Merging.Json;

/// <summary>What all parts of one merge share.</summary>
internal sealed class MergeScene
{
    public MergeScene(MergeInput input, JsonMergeRules rules, MergeFuel fuel)
    {
        // The only place where the order of the heads is looked at, and it is put aside here.
        var heads = input.HeadsByAge;
        (Earlier, Later) = (heads[0], heads[^1]);
        HasBase = input.Base is not null;
        IsBaseExact = input.Base?.Quality == BaseQuality.Exact;
        Purpose = input.Purpose;
        (Rules, Fuel) = (rules, fuel);
        Choices = new(Earlier, Later, Purpose);
    }

    public MergeHead Earlier { get; }

    public MergeHead Later { get; }

    public bool HasBase { get; }

    public bool IsBaseExact { get; }

    public MergePurpose Purpose { get; }

    public JsonMergeRules Rules { get; }

    public MergeFuel Fuel { get; }

    public Choices Choices { get; }

    /// <summary>Pays for work.</summary>
    /// <exception cref="MergeStoppedException">There is not enough fuel.</exception>
    public void Pay(long steps)
    {
        if (!Fuel.Take(steps))
        {
            throw MergeStoppedException.OutOfFuel();
        }
    }
}
