#!/bin/sh
# Prepares the bucket and the service's own key. May run at every start: each step leaves a finished one alone.
set -eu

policy=enforcement-service
mc alias set objects "$OBJECTS_ENDPOINT" "$OBJECTS_ROOT_USER" "$OBJECTS_ROOT_PASSWORD"

# Object lock can only be switched on when a bucket is made.
mc mb --ignore-existing --with-lock "objects/$OBJECTS_BUCKET"
mc version enable "objects/$OBJECTS_BUCKET"

sed "s/BUCKET/$OBJECTS_BUCKET/g" /setup/objects-policy.json >/tmp/policy.json
mc admin policy create objects "$policy" /tmp/policy.json
mc admin user add objects "$OBJECTS_ACCESS_KEY" "$OBJECTS_SECRET_KEY"
mc admin user info objects "$OBJECTS_ACCESS_KEY" | grep -q "$policy" ||
  mc admin policy attach objects "$policy" --user "$OBJECTS_ACCESS_KEY"
