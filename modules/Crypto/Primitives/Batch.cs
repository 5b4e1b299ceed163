using System.Collections.Immutable;
using System.Runtime.ExceptionServices;

namespace Aurix.Platform.Crypto.Primitives;

/// <summary>Does one thing to each of many, on all cores when that pays.</summary>
internal static class Batch
{
    /// <summary>From this many documents on: below, starting the other core costs more than the microseconds it saves.</summary>
    public const int ParallelDocuments = 16;

    /// <summary>From this many chunks on: each is a millisecond or two of work.</summary>
    public const int ParallelChunks = 2;

    /// <summary>The results in the order of the inputs.</summary>
    public static ImmutableArray<TOut> Map<TIn, TOut>(ImmutableArray<TIn> inputs, int parallelFrom, Func<TIn, TOut> map, CancellationToken cancellationToken)
    {
        if (inputs.IsDefaultOrEmpty)
        {
            return [];
        }

        var results = ImmutableArray.CreateBuilder<TOut>(inputs.Length);
        if (inputs.Length < parallelFrom)
        {
            foreach (var input in inputs)
            {
                cancellationToken.ThrowIfCancellationRequested();
                results.Add(map(input));
            }

            return results.MoveToImmutable();
        }

        results.Count = inputs.Length;
        try
        {
            var options = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
            Parallel.For(0, inputs.Length, options, index => results[index] = map(inputs[index]));
        }
        catch (AggregateException several)
        {
            // Callers meet the same exception whichever way the batch went.
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }

        return results.MoveToImmutable();
    }
}
